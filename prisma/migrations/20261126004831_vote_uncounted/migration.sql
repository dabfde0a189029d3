-- AlterTable
ALTER TABLE "Vote" ADD COLUMN     "uncounted" TEXT;
